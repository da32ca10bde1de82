"""Where articles come from: an entry of the catalogue becomes bytes and what their sender says of them."""
