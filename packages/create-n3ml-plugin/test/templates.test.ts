// The tests that a new package starts with pass before anything is replaced in them.
import '../template/dataset/test/template-name.test.ts';
import '../template/encoder/test/template-name.test.ts';
import '../template/learning-rule/test/template-name.test.ts';
import '../template/neuron/test/template-name.test.ts';
import '../template/observer/test/template-name.test.ts';
