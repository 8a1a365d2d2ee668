"""The program killed at each of its fault points, started again, and its books audited."""
