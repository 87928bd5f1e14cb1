/**
 * Loaded before a function that runs outside AWS: AWS's host names lead to TLS on this machine. Nothing else is changed; certificates are
 * verified as ever.
 */
const { Agent } = require('node:https');

const connect = Agent.prototype.createConnection;
const port = process.env.AWS_HERE_PORT;

Agent.prototype.createConnection = function (options, ...rest) {
  const isAws = /\.amazonaws\.com$/.test(options.host);
  return connect.call(this, isAws ? { ...options, host: '127.0.0.1', port } : options, ...rest);
};
