"""The place of `config`, where boto has it."""
