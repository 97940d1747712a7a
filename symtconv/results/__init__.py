"""What a user holds: a derivation, a decided claim, the theorem, and every form that they are saved in."""
