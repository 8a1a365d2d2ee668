"""altabaixa's shell: wire, store, clock, commands."""
