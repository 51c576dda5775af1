using System.Runtime.InteropServices;
using k8s;
using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;
using Websites;

// operator [WEBHOOK-URL]: as whom and where, the kubeconfig says (KUBECONFIG, ~/.kube/config), or in a pod its service account.
var address = new Uri(args is [var given] ? given : "https://localhost:9443/");
using var client = new Kubernetes(KubernetesClientConfiguration.BuildDefaultConfig());
await using var webhooks = await WebsiteWebhooks.StartAsync(address);
using var stopping = new CancellationTokenSource();
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

// Of several operators one works; when it is gone for six seconds, another does.
var elector = new LeaderElector(new LeaderElectionConfig(new LeaseLock(client, "website-operator", "website-operator", $"{Environment.MachineName}-{Environment.ProcessId}"))
{
    LeaseDuration = TimeSpan.FromSeconds(6),
    RenewDeadline = TimeSpan.FromSeconds(4),
    RetryPeriod = TimeSpan.FromSeconds(1),
});
elector.OnStartedLeading += () => _ = LeadAsync();
// Whoever does not know any more whether it leads must not go on.
elector.OnStoppedLeading += stopping.Cancel;
try { await elector.RunUntilLeadershipLostAsync(stopping.Token); }
catch (OperationCanceledException) { }
return 0;

async Task LeadAsync()
{
    try
    {
        await webhooks.RegisterAsync(client, stopping.Token);
        Console.WriteLine("leading");
        await new WebsiteController(client).RunAsync(stopping.Token);
    }
    catch (OperationCanceledException) { }
    catch (Exception e)
    {
        Console.Error.WriteLine(e);
        Environment.Exit(1);
    }
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}
