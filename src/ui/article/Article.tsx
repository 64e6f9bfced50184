// The article under the tool: what this is, whether it works for a visitor's case, how to read the page, what may be done with
// it. A default export, because it is loaded behind the first paint.

import { lossIds } from '../../shared/catalog/losses.ts';
import { Formula } from '../Formula.tsx';
import styles from './Article.module.css';
import { Cases, HowMeasured } from './Cases.tsx';

/** `onRun` leads to the curves of an experiment that was begun here. */
export default function Article({ onRun }: { readonly onRun: () => void }) {
  return (
    <footer className={styles.article} id="about">
      <section className={styles.wide}>
        <h2>What is knowledge distillation?</h2>
        <div className={styles.halves}>
          <p>
            A large model, the teacher, has learnt a task; a small one, the student, is to learn it too. A
            label says only what is right. The teacher also says how likely it finds every wrong answer:
            “refund, though it might be a return” says more than “refund”, and it says so of inputs that
            nobody has labelled. Dividing the logits of both by a temperature before the softmax makes these
            second thoughts audible. (Hinton, Vinyals and Dean, “Distilling the knowledge in a neural
            network”, 2015.)
          </p>
          <div className={styles.formula}>
            {/* Two lines: one is too long for a narrow screen, and formulas do not break. */}
            <Formula of="loss = (1 − α) · CE(labels, student)" />
            <Formula of="+ α · T² · KL(teacher, student)" />
            <p>
              <b>α</b>, alpha: how much the student heeds the teacher rather than labels. <b>T</b>, the
              temperature: both models’ logits are divided by it in the second term, and T² keeps the size of
              its gradient. <b>KL</b>, the divergence of the student’s answers from the teacher’s, is one of{' '}
              {lossIds.length} losses to choose from.
            </p>
          </div>
        </div>
      </section>
      <section className={styles.wide}>
        <h2>Does it work for my case?</h2>
        <div className={styles.halves}>
          <p>
            The control answers that. It is the same network as the student, from the same initial weights, on
            the same labelled batches, with no teacher: what the student is better by is what distillation was
            worth. Find the line that is most like your case, run it, and change it until it is yours; or
            bring your own table or text.
          </p>
          <HowMeasured />
        </div>
        <Cases onRun={onRun} />
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
          the README lists. The lessons come with a board for the instructor. Each loss names its own source
          beside it. <a href="./speed.html">How fast is this device?</a> trains small networks here and takes
          their time.
        </p>
      </section>
    </footer>
  );
}
