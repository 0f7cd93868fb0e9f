"""services/referrals"""
