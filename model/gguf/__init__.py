"""Models as llama.cpp keeps them: one GGUF file with weights, figures and tokenizer."""
