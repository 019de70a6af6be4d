"""What the house does with text: names out, and re-anchoring. Plain data in, frozen results out."""
