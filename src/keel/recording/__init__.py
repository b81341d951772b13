"""What every page that records something shares: drafts that outlive a lost session, one record for one sending, and
the log of who moved an item from one state to the next.
"""
