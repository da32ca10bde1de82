"""The pages for people, in Chinese and English."""
