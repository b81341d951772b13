"""Contacts, referrals, early help, assessments and private fostering."""
