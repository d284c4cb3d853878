"""How deliveries reach us: a drop folder that suppliers write to, and X-Road."""
