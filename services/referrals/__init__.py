"""services/referrals

owns:        pathways and their versions (streams `pathway-<uuid>`), referrals with their RTT clocks (`referral-<uuid>`)
accepts:     draft, edit, review, sign off, publish, withdraw a pathway; submit a referral and carry it to its handover
listens to:  nobody yet
publishes:   acs.referrals
"""
