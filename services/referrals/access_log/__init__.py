"""Who has opened what about whom: the access log, read by information governance and by a referral's own parties."""
