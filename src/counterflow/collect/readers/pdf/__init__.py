"""PDF and images, by their text or by OCR."""
