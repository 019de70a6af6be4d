"""Many people coding at once against a real installation: figures by kind of request, and nothing may be lost."""
