// What every plugin adds to the tables of core. Imports of values are not part of a declaration file, these are: without them a user's
// `create('dataset', 'mnist')` would not compile.
import '@n3ml/conversion';
import '@n3ml/dashboard';
import '@n3ml/datasets';
import '@n3ml/encoders';
import '@n3ml/engine';
import '@n3ml/neurons';
import '@n3ml/observers';
import '@n3ml/recording/node';
import '@n3ml/spikeprop';
import '@n3ml/stdp';
import '@n3ml/tensor';
