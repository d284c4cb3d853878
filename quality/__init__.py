"""What makes data acceptable: contracts, quarantine, reconciliation, expectations, protection."""
