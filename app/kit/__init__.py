"""The ground floor: tools that know no product word and import nothing from above."""
