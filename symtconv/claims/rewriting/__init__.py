"""Two programs, equal for all sizes? Maps, plans, differences and conditions are found here; the checker decides."""
