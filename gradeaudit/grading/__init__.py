"""How each LMS computes totals, and what the totals give away about weights and categories."""
