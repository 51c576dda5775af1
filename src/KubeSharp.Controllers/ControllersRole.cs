using System.Collections.Immutable;
using KubeSharp.Client.Events;
using KubeSharp.Client.Informers;
using KubeSharp.Client.LeaderElection;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Autoscaling;
using KubeSharp.Controllers.BootstrapTokens;
using KubeSharp.Controllers.Certificates;
using KubeSharp.Controllers.ClusterRoles;
using KubeSharp.Controllers.CronJobs;
using KubeSharp.Controllers.DaemonSets;
using KubeSharp.Controllers.Deployments;
using KubeSharp.Controllers.DisruptionBudgets;
using KubeSharp.Controllers.EndpointSliceMirroring;
using KubeSharp.Controllers.EndpointSlices;
using KubeSharp.Controllers.Endpoints;
using KubeSharp.Controllers.FlowSchemas;
using KubeSharp.Controllers.GarbageCollection;
using KubeSharp.Controllers.Jobs;
using KubeSharp.Controllers.Namespaces;
using KubeSharp.Controllers.Nodes;
using KubeSharp.Controllers.PodCollection;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.ResourceClaims;
using KubeSharp.Controllers.ResourceQuotas;
using KubeSharp.Controllers.RootCertificates;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Controllers.ServiceAccounts;
using KubeSharp.Controllers.ServiceCidrs;
using KubeSharp.Controllers.StatefulSets;
using KubeSharp.Controllers.TaintEviction;
using KubeSharp.Controllers.VolumeAttachments;
using KubeSharp.Controllers.Volumes;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Controllers;

/// <summary>All controllers of a cluster in one.</summary>
public sealed class ControllersRole(ControllersOptions options, IApiClient client, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>The controllers, with what they declare.</summary>
    public static ImmutableArray<IController> All(ControllersOptions options) =>
    [
        new ServiceAccountController(), new ServiceAccountTokenController(options.RootAuthorityPem), new LegacyTokenCleaner(options.LegacyTokenPeriod), new RootCertificateController(options.RootAuthorityPem), new NamespaceController(), new ReplicaSetController(), new ReplicationControllerController(), new DeploymentController(),
        new BootstrapSigningController(), new BootstrapTokenCleaner(), new CertificateApprovingController(), new CertificateSigningController(options.SignCertificate), new CertificateCleaningController(),
        new DaemonSetController(), new StatefulSetController(), new JobController(), new CronJobController(), new DisruptionBudgetController(), new ResourceQuotaController(),
        new VolumeBindingController(), new ClaimProtectionController(), new VolumeProtectionController(), new EphemeralVolumeController(), new AttributesClassProtectionController(), new VolumeExpansionController(), new AttachDetachController(), new ResourceClaimController(),
        new ClusterRoleAggregationController(), new HorizontalPodAutoscalerController(),
        new EndpointsController(), new EndpointSliceController(), new EndpointSliceMirroringController(), new ServiceCidrController(), new ServiceAddressController(), new FlowSchemaController(),
        .. options.AllocatesNodeCidrs ? [new NodeIpamController(options.ClusterCidr, options.NodeMaskSize)] : Array.Empty<IController>(), new NodeLifecycleController(options.NodeHealth, options.NodeMetrics), new TaintEvictionController(), new PodCollector(),
    ];

    /// <summary>Runs them until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => options.ElectsLeader
        ? new LeaderElector(client, "kube-system", "kube-controller-manager", options.Identity, time).RunAsync(WorkAsync, cancellation)
        : WorkAsync(cancellation);

    // Caches are shared and read in the controller manager's own name.
    private IApiClient ClientOf(string controller) => options.ClientOf is { } of && ControllerAccounts.Of(controller) is { } account ? of(account) : client;

    private async Task WorkAsync(CancellationToken cancellation)
    {
        var informers = new InformerFactory(client, time, loggers);
        var context = new ActionContext(client, informers, new EventRecorder(client, "kube-controller-manager", "", time));
        var loops = All(options).Select(c => new ControllerLoop(c, context with { Client = ClientOf(c.Name) }, time, loggers.CreateLogger(c.Name), options.QueueMetrics) { Tracer = options.Tracer }).ToArray();
        foreach (var loop in loops) { loop.Follow(); }
        var following = informers.RunAsync(cancellation);
        await informers.WaitForSyncAsync(cancellation).ConfigureAwait(false);
        var collector = new GarbageCollector(ClientOf("garbage-collector-controller"), time, loggers.CreateLogger("garbage-collector-controller"));
        // In the name of the one controller that may delete whatever there is.
        var cleaner = new PodCertificateRequestCleaner(ClientOf("garbage-collector-controller"), time, loggers.CreateLogger("podcertificaterequest-cleaner-controller"));
        await Task.WhenAll([following, collector.RunAsync(cancellation), cleaner.RunAsync(cancellation), .. loops.Select(l => l.RunAsync(cancellation))]).ConfigureAwait(false);
    }
}
