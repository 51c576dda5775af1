using KubeSharp;
using KubeSharp.ApiServer.Endpoints.Conversions;
using KubeSharp.Cli;
using KubeSharp.Hosting.Processes;

// The client comes first: it may need public authorities, and must start at once.
if (Programs.KubectlWords(Environment.GetCommandLineArgs()[0], args) is { } words) { return await Kubectl.RunAsync(words, SystemTrust.Ignore, BuiltInForms.Convert); }
SystemTrust.Ignore();
return await Programs.RunAsync(Environment.GetCommandLineArgs()[0], args);
