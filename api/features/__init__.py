"""What layers there are, and single features of them."""
