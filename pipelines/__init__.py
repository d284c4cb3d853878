"""What runs when: definitions, jobs, schedules, sensors, resources, the `varanto` command."""
