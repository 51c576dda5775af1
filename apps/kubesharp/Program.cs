using KubeSharp;
using KubeSharp.Hosting.Processes;

SystemTrust.Ignore();
return await Programs.RunAsync(Environment.GetCommandLineArgs()[0], args);
