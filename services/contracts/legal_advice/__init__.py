"""The register of legal advice: what was asked, who advised, what it is about; privileged advice stays (R106)."""
