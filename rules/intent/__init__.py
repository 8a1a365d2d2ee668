"""What a resident's words ask: each verb of leaving or receiving becomes a frame; the law reads frames."""
