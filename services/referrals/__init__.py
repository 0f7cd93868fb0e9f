"""services/referrals

owns:        pathways and their versions (streams `pathway-<uuid>`), referrals with their RTT clocks
             (`referral-<uuid>`), erasures (`erasure-<uuid>`), the patients' keys, the log of who has opened what
accepts:     draft, edit, review, sign off, publish, withdraw a pathway; submit a referral and carry it to its handover;
             request, approve, decline and cancel the erasure of a person
listens to:  nobody yet
publishes:   acs.referrals
"""
