"""What things cost: printed for who asks, never a test, since a busy machine is no defect."""
