"""Staff, absence, allocation, handover, caseload and what instability does to children."""
