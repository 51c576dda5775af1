using KubeSharp;
using KubeSharp.ApiServer.Endpoints.Conversions;
using KubeSharp.Cli;
using KubeSharp.Hosting.Processes;

SystemTrust.Ignore();
// The client comes first: it must start at once.
if (Programs.KubectlWords(Environment.GetCommandLineArgs()[0], args) is { } words) { return await Kubectl.RunAsync(words, BuiltInForms.Convert); }
return await Programs.RunAsync(Environment.GetCommandLineArgs()[0], args);
