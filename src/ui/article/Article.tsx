// The article under the tool: what this is, how to read it, what may be done with it.

import styles from './Article.module.css';

export function Article() {
  return (
    <footer className={styles.article} id="about">
      <section>
        <h2>What is knowledge distillation?</h2>
        <p>
          A large model, the teacher, has learnt a task. A small one, the student, is to learn the same, but
          not only from the right answers: it also sees what the teacher thinks of every wrong one. “Refund,
          though it might be a return” says more than “refund”. Dividing both models’ logits by a temperature
          T before the softmax makes these second thoughts audible. The student’s loss is (1 − alpha) ×
          cross-entropy with the labels + alpha × distance to the teacher.
        </p>
      </section>
      <section>
        <h2>Does it work for my case?</h2>
        <p>
          The control answers that. It is the same network as the student, from the same initial weights, on
          the same labelled batches, with no teacher. What the student is better than the control is what
          distillation was worth here. With few labels the gain is large, because the teacher speaks about
          every input; slide the labels up and watch it melt. Bring your own table to see it on your data.
        </p>
      </section>
      <section>
        <h2>How do I read the page?</h2>
        <p>
          Each lane keeps its colour and line: teacher in long dashes, student solid, control dotted. Accuracy
          and agreement are measured on validation examples that no lane was trained on. Losses are in nats. A
          run that went before stays behind the curves, faded. Temperature, alpha and learning rate can be
          turned while it trains; other settings begin a new run, from the same initial weights unless you
          draw a new seed.
        </p>
      </section>
      <section>
        <h2>What happens to my data?</h2>
        <p>
          Nothing. Everything is computed in this tab, on your own device; there is no server. Runs are kept
          in this browser until you delete them, your own tables and texts are not. A link carries settings
          and, if you like, what they came to, never your data. The same link on the same backend and device
          gives the same curves; another device may differ in the last digits, and from there by a fraction of
          a point.
        </p>
      </section>
      <section>
        <h2>May I use it in class?</h2>
        <p>
          Yes: it is free software under the MIT licence, and hosting your own copy takes three steps, which
          the README lists. The lessons come with a board for the instructor. After Hinton, Vinyals and Dean,
          “Distilling the knowledge in a neural network” (2015); each loss names its own source beside it.{' '}
          <a href="./speed.html">How fast is this device?</a> trains small networks here and takes their time.
        </p>
      </section>
    </footer>
  );
}
