using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>Which describer a kind has; kinds without one get the generic description.</summary>
internal static class Describers
{
    private static readonly Dictionary<string, Func<DescribeContext, Task>> _table = new(StringComparer.Ordinal)
    {
        ["/Pod"] = PodDescriber.DescribeAsync,
        ["/Node"] = NodeDescriber.DescribeAsync,
        ["/Namespace"] = CoreDescribers.NamespaceAsync,
        ["/Service"] = CoreDescribers.ServiceAsync,
        ["/ConfigMap"] = CoreDescribers.ConfigMapAsync,
        ["/Secret"] = CoreDescribers.SecretAsync,
        ["/ServiceAccount"] = CoreDescribers.ServiceAccountAsync,
        ["/ResourceQuota"] = CoreDescribers.QuotaAsync,
        ["/LimitRange"] = CoreDescribers.LimitsAsync,
        ["/Endpoints"] = CoreDescribers.EndpointsAsync,
        ["/PersistentVolume"] = StorageDescribers.VolumeAsync,
        ["/PersistentVolumeClaim"] = StorageDescribers.ClaimAsync,
        ["storage.k8s.io/StorageClass"] = StorageDescribers.ClassAsync,
        ["/ReplicationController"] = WorkloadDescribers.ReplicasAsync,
        ["apps/ReplicaSet"] = WorkloadDescribers.ReplicasAsync,
        ["apps/Deployment"] = WorkloadDescribers.DeploymentAsync,
        ["apps/StatefulSet"] = WorkloadDescribers.StatefulSetAsync,
        ["apps/DaemonSet"] = WorkloadDescribers.DaemonSetAsync,
        ["batch/Job"] = WorkloadDescribers.JobAsync,
        ["batch/CronJob"] = WorkloadDescribers.CronJobAsync,
        ["networking.k8s.io/Ingress"] = NetworkDescribers.IngressAsync,
        ["networking.k8s.io/NetworkPolicy"] = NetworkDescribers.PolicyAsync,
        ["discovery.k8s.io/EndpointSlice"] = NetworkDescribers.SliceAsync,
        ["rbac.authorization.k8s.io/Role"] = AccessDescribers.RoleAsync,
        ["rbac.authorization.k8s.io/ClusterRole"] = AccessDescribers.RoleAsync,
        ["rbac.authorization.k8s.io/RoleBinding"] = AccessDescribers.BindingAsync,
        ["rbac.authorization.k8s.io/ClusterRoleBinding"] = AccessDescribers.BindingAsync,
        ["scheduling.k8s.io/PriorityClass"] = AccessDescribers.PriorityAsync,
        ["autoscaling/HorizontalPodAutoscaler"] = AutoscalerDescriber.DescribeAsync,
        ["policy/PodDisruptionBudget"] = AccessDescribers.BudgetAsync,
        ["networking.k8s.io/IngressClass"] = ClassDescribers.IngressClassAsync,
        ["networking.k8s.io/ServiceCIDR"] = ClassDescribers.ServiceCidrAsync,
        ["networking.k8s.io/IPAddress"] = ClassDescribers.AddressAsync,
        ["storage.k8s.io/VolumeAttributesClass"] = ClassDescribers.VolumeAttributesAsync,
        ["storage.k8s.io/CSINode"] = ClassDescribers.CsiNodeAsync,
        ["certificates.k8s.io/CertificateSigningRequest"] = ClassDescribers.RequestAsync,
    };

    /// <summary>The description of an object.</summary>
    public static async Task<string> DescribeAsync(DescribeContext context)
    {
        var describer = _table.GetValueOrDefault($"{context.Item.Type.Group}/{context.Item.Type.Kind}") ?? GenericDescriber.DescribeAsync;
        await describer(context);
        return context.Sheet.ToString();
    }
}
