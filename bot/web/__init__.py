"""What browsers and calendar programs fetch from the public listener."""
