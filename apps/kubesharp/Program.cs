using KubeSharp;
using KubeSharp.Cli;
using KubeSharp.Hosting.Processes;

// The client comes first: it may need public authorities, and must start at once.
if (Programs.KubectlWords(Environment.GetCommandLineArgs()[0], args) is { } words) { return await Kubectl.RunAsync(words, SystemTrust.Ignore); }
SystemTrust.Ignore();
return await Programs.RunAsync(Environment.GetCommandLineArgs()[0], args);
