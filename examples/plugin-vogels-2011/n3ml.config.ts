export default { plugins: ['n3ml-plugin-vogels-2011'] };
