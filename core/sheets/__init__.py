"""What reading any sheet needs: text of whatever encoding into cells, and words for what is wrong with it."""
