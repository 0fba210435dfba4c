//! Amazon SQS: queues, standard and FIFO.
