namespace KubeSharp.ApiServer.Proxying;

/// <summary>Where a connection of the server goes to. Source: apiserver.k8s.io/v1beta1 EgressSelectorConfiguration.</summary>
public enum EgressKind
{
    /// <summary>What stands beside the server: webhooks by URL.</summary>
    ControlPlane,

    /// <summary>What the cluster runs: nodes, pods, services.</summary>
    Cluster,

    /// <summary>The store.</summary>
    Etcd,
}
