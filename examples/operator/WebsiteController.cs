using System.Threading.Channels;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Websites;

/// <summary>
/// Makes what is there into what is wanted: each website gets a page, pods and a service of its own, which go with it. Whatever happens to a website
/// or its deployment puts its name into a queue; what to do is then decided by looking, never by what happened.
/// </summary>
internal sealed class WebsiteController(IKubernetes client)
{
    private const string Manager = "website-operator", Finalizer = "example.com/farewell", NameLabel = "example.com/website";
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);
    private readonly GenericClient _websites = new(client, Website.Group, Website.Version, Website.Plural, disposeClient: false);
    private readonly Channel<(string Namespace, string Name)> _due = Channel.CreateUnbounded<(string, string)>();

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(
        FollowAsync(_websites.WatchAsync<Website>(cancel: cancellation), static w => w.Metadata.Name, cancellation),
        FollowAsync(client.AppsV1.WatchListDeploymentForAllNamespacesAsync(labelSelector: NameLabel, cancellationToken: cancellation), static d => d.GetLabel(NameLabel), cancellation),
        WorkAsync(cancellation));

    // A watch ends now and then; begun again, it tells all that is there first.
    private async Task FollowAsync<T>(IAsyncEnumerable<(WatchEventType Type, T Item)> watch, Func<T, string> nameOf, CancellationToken cancellation) where T : IKubernetesObject<V1ObjectMeta>
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await foreach (var (type, item) in watch.WithCancellation(cancellation))
                {
                    if (type is WatchEventType.Added or WatchEventType.Modified or WatchEventType.Deleted) { _due.Writer.TryWrite((item.Namespace(), nameOf(item))); }
                }
            }
            catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException or KubernetesException)
            {
                Console.Error.WriteLine($"watch: {e.Message}");
                await Task.Delay(_retry, cancellation);
            }
        }
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        await foreach (var (ns, name) in _due.Reader.ReadAllAsync(cancellation))
        {
            try { await ReconcileAsync(ns, name, cancellation); }
            catch (Exception e) when (e is HttpOperationException or HttpRequestException)
            {
                Console.Error.WriteLine($"website {ns}/{name}: {(e as HttpOperationException)?.Response.Content ?? e.Message}");
                _ = AgainAsync(ns, name, cancellation);
            }
        }
    }

    private async Task AgainAsync(string ns, string name, CancellationToken cancellation)
    {
        await Task.Delay(_retry, cancellation);
        _due.Writer.TryWrite((ns, name));
    }

    private async Task ReconcileAsync(string ns, string name, CancellationToken cancellation)
    {
        if (await FindAsync(ns, name, cancellation) is not { } site) { return; }
        if (site.Metadata.DeletionTimestamp is not null)
        {
            await BidFarewellAsync(site, cancellation);
            return;
        }
        await AddFinalizerAsync(site, cancellation);
        await client.CoreV1.PatchNamespacedConfigMapAsync(Applied(Page(site)), name, ns, fieldManager: Manager, force: true, cancellationToken: cancellation);
        await client.CoreV1.PatchNamespacedServiceAsync(Applied(Service(site)), name, ns, fieldManager: Manager, force: true, cancellationToken: cancellation);
        var deployment = await client.AppsV1.PatchNamespacedDeploymentAsync(Applied(Deployment(site)), name, ns, fieldManager: Manager, force: true, cancellationToken: cancellation);
        await ReportAsync(site, deployment, cancellation);
    }

    private async Task<Website?> FindAsync(string ns, string name, CancellationToken cancellation)
    {
        try { return await _websites.ReadNamespacedAsync<Website>(ns, name, cancellation); }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound) { return null; }
    }

    // What a finalizer is for: something beyond the cluster's own clean-up happens before the object is gone.
    private async Task BidFarewellAsync(Website site, CancellationToken cancellation)
    {
        if (site.Metadata.Finalizers?.Contains(Finalizer) != true) { return; }
        var farewell = new V1ConfigMap { ApiVersion = "v1", Kind = "ConfigMap", Metadata = new() { Name = $"farewell-{site.Name()}" }, Data = new Dictionary<string, string> { ["text"] = site.Spec.Page.Text } };
        await client.CoreV1.PatchNamespacedConfigMapAsync(Applied(farewell), farewell.Name(), site.Namespace(), fieldManager: Manager, force: true, cancellationToken: cancellation);
        await SetFinalizersAsync(site, [.. site.Metadata.Finalizers.Where(static f => f != Finalizer)], cancellation);
    }

    private Task AddFinalizerAsync(Website site, CancellationToken cancellation) =>
        site.Metadata.Finalizers?.Contains(Finalizer) == true ? Task.CompletedTask : SetFinalizersAsync(site, [.. site.Metadata.Finalizers ?? [], Finalizer], cancellation);

    // The version it was read in makes the patch a conflict where somebody else was faster.
    private Task SetFinalizersAsync(Website site, string[] finalizers, CancellationToken cancellation) =>
        _websites.PatchNamespacedAsync<Website>(new V1Patch(new { metadata = new { resourceVersion = site.ResourceVersion(), finalizers } }, V1Patch.PatchType.MergePatch), site.Namespace(), site.Name(), cancellation);

    private async Task ReportAsync(Website site, V1Deployment deployment, CancellationToken cancellation)
    {
        var ready = deployment.Status?.ReadyReplicas ?? 0;
        var isReady = ready == site.Spec.Replicas && deployment.Status?.ObservedGeneration == deployment.Metadata.Generation;
        var before = site.Status?.Conditions.FirstOrDefault(static c => c.Type == "Ready");
        var status = isReady ? "True" : "False";
        var report = new
        {
            observedGeneration = site.Metadata.Generation,
            replicas = deployment.Status?.Replicas ?? 0,
            readyReplicas = ready,
            selector = $"{NameLabel}={site.Name()}",
            conditions = new[] { new { type = "Ready", status, reason = isReady ? "AllPodsReady" : "PodsMissing", message = $"{ready} of {site.Spec.Replicas} pods are ready", lastTransitionTime = before?.Status == status ? before.LastTransitionTime : DateTime.UtcNow, observedGeneration = site.Metadata.Generation } },
        };
        await client.CustomObjects.PatchNamespacedCustomObjectStatusAsync(new V1Patch(new { status = report }, V1Patch.PatchType.MergePatch), Website.Group, Website.Version, site.Namespace(), Website.Plural, site.Name(), fieldManager: Manager, cancellationToken: cancellation);
    }

    private static V1Patch Applied(object wanted) => new(wanted, V1Patch.PatchType.ApplyPatch);

    private static V1ObjectMeta Owned(Website site) => new()
    {
        Name = site.Name(),
        Labels = Labels(site),
        OwnerReferences = [new V1OwnerReference { ApiVersion = site.ApiVersion, Kind = site.Kind, Name = site.Name(), Uid = site.Uid(), Controller = true, BlockOwnerDeletion = true }],
    };

    private static Dictionary<string, string> Labels(Website site) => new() { [NameLabel] = site.Name() };

    private static V1ConfigMap Page(Website site) => new() { ApiVersion = "v1", Kind = "ConfigMap", Metadata = Owned(site), Data = new Dictionary<string, string> { ["index.html"] = site.Spec.Page.Text + "\n" } };

    private static V1Service Service(Website site) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = Owned(site),
        Spec = new() { Selector = Labels(site), Ports = [new V1ServicePort { Port = 80, TargetPort = 8080, Protocol = "TCP" }] },
    };

    private static V1Deployment Deployment(Website site) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "Deployment",
        Metadata = Owned(site),
        Spec = new()
        {
            Replicas = site.Spec.Replicas,
            Selector = new() { MatchLabels = Labels(site) },
            Template = new()
            {
                // Another text is another template, so that pods are replaced and show it.
                Metadata = new() { Labels = Labels(site), Annotations = new Dictionary<string, string> { ["example.com/text"] = site.Spec.Page.Text } },
                Spec = new()
                {
                    TerminationGracePeriodSeconds = 1,
                    Containers =
                    [
                        new V1Container
                        {
                            Name = "web",
                            Image = site.Spec.Image,
                            Command = ["httpd", "-f", "-p", "8080", "-h", "/site"],
                            VolumeMounts = [new V1VolumeMount { Name = "site", MountPath = "/site" }],
                            ReadinessProbe = new() { HttpGet = new() { Path = "/index.html", Port = 8080 }, PeriodSeconds = 1 },
                        },
                    ],
                    Volumes = [new V1Volume { Name = "site", ConfigMap = new() { Name = site.Name() } }],
                },
            },
        },
    };
}
