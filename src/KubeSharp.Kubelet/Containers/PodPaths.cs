namespace KubeSharp.Kubelet.Containers;

/// <summary>Where a pod's files lie on the node.</summary>
/// <param name="Root">Folder of the agent: /var/lib/kubelet.</param>
/// <param name="Logs">Folder of the pods' logs: /var/log/pods.</param>
public sealed record PodPaths(string Root, string Logs)
{
    /// <summary>Folder of all pods.</summary>
    public string Pods => Path.Combine(Root, "pods");

    /// <summary>Folder of a pod.</summary>
    public string Pod(string uid) => Path.Combine(Pods, uid);

    /// <summary>Folder of a pod's volume.</summary>
    public string Volume(string uid, string plugin, string name) => Path.Combine(Pod(uid), "volumes", "kubernetes.io~" + plugin, name);

    /// <summary>The pod's /etc/hosts.</summary>
    public string HostsFile(string uid) => Path.Combine(Pod(uid), "etc-hosts");

    /// <summary>File of a container's last words.</summary>
    public string TerminationMessage(string uid, string container, int attempt) => Path.Combine(Pod(uid), "containers", container, attempt.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Where the parts of volumes that containers see are mounted.</summary>
    public string SubPaths(string uid) => Path.Combine(Pod(uid), "volume-subpaths");

    /// <summary>Folder of a pod's logs.</summary>
    public string PodLogs(string ns, string name, string uid) => Path.Combine(Logs, $"{ns}_{name}_{uid}");

    /// <summary>A container's log file below the folder of its pod's logs.</summary>
    public static string LogFile(string container, int attempt) => $"{container}/{attempt}.log";
}
