using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Discovery.V1;
using KubeSharp.Api.Policy.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Rest;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Statuses;
using EndpointPort = KubeSharp.Api.Core.V1.EndpointPort;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Conformance.Tests;

/// <summary>Quotas, disruption budgets, endpoints, namespaces and taints on fake nodes.</summary>
public sealed class ControllersTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    [Fact]
    public async Task A_quota_counts_objects_as_they_come_and_go()
    {
        var ns = await plane.NamespaceAsync();
        await QuotaAsync(ns, "q", [], ("pods", "5"), ("configmaps", "10"), ("secrets", "10"), ("services", "3"), ("services.nodeports", "1"), ("count/replicasets.apps", "5"), ("requests.cpu", "1"), ("requests.memory", "1Gi"));
        var before = await plane.AwaitAsync<ResourceQuota>(ns, "q", static q => q!.Status.Used.Count == 8, "a counted quota");
        await plane.Client.CreateAsync(new ConfigMap { Metadata = Workloads.Named(ns, "map") }, default);
        await plane.Client.CreateAsync(new Service { Metadata = Workloads.Named(ns, "svc"), Spec = new ServiceSpec { Type = "NodePort", Ports = [new ServicePort { Port = 80 }] } }, default);
        await plane.Client.CreateAsync(Asking(ns, "pod", "500m", "256Mi"), default);
        await plane.AwaitAsync<ResourceQuota>(ns, "q", q => Used(q, "configmaps") == Used(before, "configmaps") + Quantity.FromValue(1) && Used(q, "services") == Quantity.FromValue(1) && Used(q, "services.nodeports") == Quantity.FromValue(1) && Used(q, "pods") == Quantity.FromValue(1) && Used(q, "requests.cpu") == Quantity.Parse("500m"), "all counted");
        var refused = await Assert.ThrowsAsync<StatusException>(() => plane.Client.CreateAsync(Asking(ns, "large", "600m", "1Mi"), default));
        Assert.Contains("exceeded quota: q, requested: requests.cpu=600m, used: requests.cpu=500m, limited: requests.cpu=1", refused.Message, StringComparison.Ordinal);
        await plane.Client.DeleteAsync<ConfigMap>(ns, "map", new(), default);
        await plane.Client.DeleteAsync<Service>(ns, "svc", new(), default);
        await plane.Client.DeleteAsync<Pod>(ns, "pod", new(), default);
        await plane.AwaitAsync<ResourceQuota>(ns, "q", q => Used(q, "configmaps") == Used(before, "configmaps") && Used(q, "services").Sign == 0 && Used(q, "pods").Sign == 0 && Used(q, "requests.cpu").Sign == 0, "all given back");
    }

    [Fact]
    public async Task A_quota_with_a_scope_counts_only_what_is_in_it()
    {
        var ns = await plane.NamespaceAsync();
        await QuotaAsync(ns, "best", ["BestEffort"], ("pods", "5"));
        await QuotaAsync(ns, "rest", ["NotBestEffort"], ("pods", "5"));
        await QuotaAsync(ns, "ending", ["Terminating"], ("pods", "5"));
        await plane.AwaitAllAsync<ResourceQuota>(ns, static q => q.Count == 3 && q.All(static r => r.Status.Used.Count == 1), "counted quotas");
        await plane.Client.CreateAsync(new Pod { Metadata = Workloads.Named(ns, "p"), Spec = Workloads.Template().Spec! }, default);
        await plane.AwaitAsync<ResourceQuota>(ns, "best", static q => Used(q, "pods") == Quantity.FromValue(1), "one best effort pod");
        Assert.Equal(Quantity.Zero, Used(await plane.Client.GetAsync<ResourceQuota>(ns, "rest", default), "pods"));
        Assert.Equal(Quantity.Zero, Used(await plane.Client.GetAsync<ResourceQuota>(ns, "ending", default), "pods"));
        await plane.Client.CreateAsync(Asking(ns, "q", "1m", "1Mi") is var q ? q with { Spec = q.Spec with { ActiveDeadlineSeconds = 3600 } } : q, default);
        await plane.AwaitAsync<ResourceQuota>(ns, "ending", static q => Used(q, "pods") == Quantity.FromValue(1), "one ending pod");
        await plane.AwaitAsync<ResourceQuota>(ns, "rest", static q => Used(q, "pods") == Quantity.FromValue(1), "one other pod");
    }

    [Fact]
    public async Task An_eviction_waits_for_the_budget()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new PodDisruptionBudget { Metadata = Workloads.Named(ns, "b"), Spec = new PodDisruptionBudgetSpec { MinAvailable = 2, Selector = Workloads.Selector } }, default);
        foreach (var name in (string[])["a", "b"]) { await plane.Client.CreateAsync(new Pod { Metadata = Workloads.Named(ns, name) with { Labels = Workloads.Labels }, Spec = Workloads.Template().Spec! }, default); }
        var budget = await plane.AwaitAsync<PodDisruptionBudget>(ns, "b", static b => b!.Status.CurrentHealthy == 2, "two healthy pods");
        Assert.Equal((0, 2, 2, "InsufficientPods"), (budget.Status.DisruptionsAllowed, budget.Status.DesiredHealthy, budget.Status.ExpectedPods, budget.Status.Conditions.Single().Reason));
        Assert.Equal(429, (await Assert.ThrowsAsync<StatusException>(() => EvictAsync(ns, "a"))).Status.Code);
        await plane.ChangeAsync<PodDisruptionBudget>(ns, "b", static b => b with { Spec = b.Spec with { MinAvailable = 1 } });
        await plane.AwaitAsync<PodDisruptionBudget>(ns, "b", static b => b!.Status is { DisruptionsAllowed: 1, ObservedGeneration: 2 }, "one disruption allowed");
        await EvictAsync(ns, "a");
        await plane.AwaitAsync<Pod>(ns, "a", static p => p is null, "the pod to be gone");
        await plane.AwaitAsync<PodDisruptionBudget>(ns, "b", static b => b!.Status is { CurrentHealthy: 1, DisruptionsAllowed: 0 } && b.Status.DisruptedPods.Count == 0, "a budget of one");
    }

    [Fact]
    public async Task Services_have_endpoints_and_slices_of_their_pods()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new Service { Metadata = Workloads.Named(ns, "empty"), Spec = new ServiceSpec { Selector = ApiMap.Of(("nobody", "x")), Ports = [new ServicePort { Port = 80 }] } }, default);
        await plane.Client.CreateAsync(new Service { Metadata = Workloads.Named(ns, "svc"), Spec = new ServiceSpec { Selector = Workloads.Labels, Ports = [new ServicePort { Name = "http", Port = 80, TargetPort = 8080 }, new ServicePort { Name = "extra", Port = 81, TargetPort = 8081 }] } }, default);
        await plane.AwaitAsync<Endpoints>(ns, "empty", static e => e is { Subsets.Count: 0 }, "empty endpoints");
        await plane.AwaitAllAsync<EndpointSlice>(ns, static s => s.Count(static i => i.Metadata.Labels.Get("kubernetes.io/service-name") == "empty" && i.Endpoints.Count == 0) == 1, "an empty slice");
        await plane.Client.CreateAsync(new Pod { Metadata = Workloads.Named(ns, "p") with { Labels = Workloads.Labels }, Spec = Workloads.Template().Spec! }, default);
        var endpoints = await plane.AwaitAsync<Endpoints>(ns, "svc", static e => e is { Subsets.Count: 1 } && e.Subsets[0].Addresses.Count == 1, "an address");
        Assert.Equal([8080, 8081], endpoints.Subsets[0].Ports.Select(static p => p.Port).Order());
        Assert.Equal(("Pod", "p"), (endpoints.Subsets[0].Addresses[0].TargetRef!.Kind, endpoints.Subsets[0].Addresses[0].TargetRef!.Name));
        var slice = (await plane.AwaitAllAsync<EndpointSlice>(ns, static s => s.Any(static i => i.Metadata.Labels.Get("kubernetes.io/service-name") == "svc" && i.Endpoints.Any(static e => e.Conditions.Ready == true)), "a ready endpoint")).Single(static s => s.Metadata.Labels.Get("kubernetes.io/service-name") == "svc");
        Assert.Equal("endpointslice-controller.k8s.io", slice.Metadata.Labels.Get("endpointslice.kubernetes.io/managed-by"));
        await plane.Client.DeleteAsync<Service>(ns, "svc", new(), default);
        await plane.AwaitAsync<Endpoints>(ns, "svc", static e => e is null, "no endpoints");
        await plane.AwaitAllAsync<EndpointSlice>(ns, static s => s.All(static i => i.Metadata.Labels.Get("kubernetes.io/service-name") != "svc"), "no slices");
    }

    [Fact]
    public async Task Endpoints_of_ones_own_are_mirrored()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new Service { Metadata = Workloads.Named(ns, "svc"), Spec = new ServiceSpec { Ports = [new ServicePort { Name = "example", Port = 80 }] } }, default);
        await plane.Client.CreateAsync(new Endpoints { Metadata = Workloads.Named(ns, "svc"), Subsets = [new EndpointSubset { Ports = [new EndpointPort { Name = "example", Port = 80 }], Addresses = [new EndpointAddress { Ip = "10.1.2.3" }] }] }, default);
        var slice = (await plane.AwaitAllAsync<EndpointSlice>(ns, static s => s.Count == 1, "a mirror"))[0];
        Assert.Equal(("10.1.2.3", "example", 80, "IPv4", "endpointslicemirroring-controller.k8s.io"), (slice.Endpoints[0].Addresses[0], slice.Ports[0].Name, slice.Ports[0].Port, slice.AddressType, slice.Metadata.Labels.Get("endpointslice.kubernetes.io/managed-by")));
        await plane.ChangeAsync<Endpoints>(ns, "svc", static e => e with { Subsets = [new EndpointSubset { Ports = [new EndpointPort { Name = "example", Port = 81 }], Addresses = [new EndpointAddress { Ip = "10.2.3.4" }] }] });
        await plane.AwaitAllAsync<EndpointSlice>(ns, static s => s.Count == 1 && s[0].Endpoints[0].Addresses[0] == "10.2.3.4" && s[0].Ports[0].Port == 81, "the change");
        await plane.Client.DeleteAsync<Endpoints>(ns, "svc", new(), default);
        await plane.AwaitAllAsync<EndpointSlice>(ns, static s => s.Count == 0, "no mirror");
    }

    [Fact]
    public async Task A_deleted_namespace_takes_pods_and_services_along()
    {
        var ns = await plane.NamespaceAsync();
        await plane.Client.CreateAsync(new Pod { Metadata = Workloads.Named(ns, "p"), Spec = Workloads.Template().Spec! }, default);
        await plane.Client.CreateAsync(new Service { Metadata = Workloads.Named(ns, "svc"), Spec = new ServiceSpec { Ports = [new ServicePort { Port = 80 }] } }, default);
        await plane.AwaitAsync<Pod>(ns, "p", static p => p!.IsReady(), "a running pod");
        await plane.Client.DeleteAsync<Namespace>(null, ns, new(), default);
        await plane.AwaitAsync<Namespace>("", ns, static n => n is null, "the namespace to be gone");
        await plane.Client.CreateAsync(new Namespace { Metadata = new() { Name = ns } }, default);
        Assert.Empty((await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items);
        Assert.Empty((await plane.Client.ListAsync<Service>(ns, ListOptions.All, default)).Items);
    }

    [Fact]
    public async Task A_taint_evicts_after_the_toleration_unless_it_is_removed()
    {
        var ns = await plane.NamespaceAsync();
        Pod On(string name, long seconds) => new()
        {
            Metadata = Workloads.Named(ns, name),
            Spec = Workloads.Template().Spec! with { NodeSelector = ApiMap.Of(("kubernetes.io/hostname", "node-2")), Tolerations = [new Toleration { Key = "evict", Value = "yes", Effect = "NoExecute", TolerationSeconds = seconds }] },
        };
        await plane.Client.CreateAsync(On("short", 1), default);
        await plane.Client.CreateAsync(On("long", 3600), default);
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 2 && p.All(static q => q.IsReady()), "two running pods");
        await TaintAsync([new Taint { Key = "evict", Value = "yes", Effect = "NoExecute" }]);
        try
        {
            await plane.AwaitAsync<Pod>(ns, "short", static p => p is null || p.Metadata.DeletionTimestamp is not null, "the eviction");
            Assert.Null((await plane.Client.GetAsync<Pod>(ns, "long", default)).Metadata.DeletionTimestamp);
        }
        finally { await TaintAsync([]); }
    }

    private Task TaintAsync(ApiList<Taint> taints) => plane.ChangeAsync<Node>("", "node-2", n => n with { Spec = n.Spec with { Taints = taints } });

    private Task EvictAsync(string ns, string name) => plane.Client.RequestAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/pods/{name}/eviction",
        ObjectNode.Of(("apiVersion", "policy/v1"), ("kind", "Eviction"), ("metadata", ObjectNode.Of(("name", name), ("namespace", ns)))).ToUtf8(), "application/json", default);

    private async Task QuotaAsync(string ns, string name, string[] scopes, params (string, string)[] hard) =>
        await plane.Client.CreateAsync(new ResourceQuota { Metadata = Workloads.Named(ns, name), Spec = new ResourceQuotaSpec { Scopes = scopes, Hard = hard.Select(static h => KeyValuePair.Create(h.Item1, Quantity.Parse(h.Item2))).ToApiMap() } }, default);

    private static Quantity Used(ResourceQuota? quota, string name) => quota!.Status.Used.Get(name);

    private static Pod Asking(string ns, string name, string cpu, string memory)
    {
        var spec = Workloads.Template().Spec!;
        return new Pod { Metadata = Workloads.Named(ns, name), Spec = spec with { Containers = [spec.Containers[0] with { Resources = new ResourceRequirements { Requests = ApiMap.Of(("cpu", Quantity.Parse(cpu)), ("memory", Quantity.Parse(memory))) } }] } };
    }
}
