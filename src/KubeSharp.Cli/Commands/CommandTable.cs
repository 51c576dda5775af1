namespace KubeSharp.Cli.Commands;

/// <summary>The commands under their headings.</summary>
internal static class CommandTable
{
    /// <summary>Heading of the commands that upstream does not have.</summary>
    public const string Own = "Beyond upstream:";

    /// <summary>All commands and subcommands.</summary>
    public static IReadOnlyList<Command> Commands() =>
    [
        .. In("Basic Commands (Beginner):", CreateCommand.Create, CreateAccess.ClusterRole, CreateAccess.ClusterRoleBinding, CreateConfig.ConfigMap, CreateWorkloads.CronJob, CreateWorkloads.Deployment,
            CreateServices.Ingress, CreateWorkloads.Job, CreateWorkloads.Namespace, CreateWorkloads.Budget, CreateWorkloads.Priority, CreateWorkloads.Quota, CreateAccess.Role, CreateAccess.RoleBinding,
            CreateConfig.Secret, CreateConfig.Registry, CreateConfig.Generic, CreateConfig.Tls, CreateServices.Service, CreateServices.ClusterIp, CreateServices.ExternalName, CreateServices.LoadBalancer,
            CreateServices.NodePort, CreateConfig.ServiceAccount, CreateConfig.Token, ExposeCommand.Expose, RunCommand.Run),
        .. In("Basic Commands (Beginner):", SetCommand.All),
        .. In("Basic Commands (Intermediate):", ExplainCommand.Explain, GetCommand.Get, EditCommand.Edit, DeleteCommand.Delete),
        .. In("Deploy Commands:", RolloutCommand.All),
        .. In("Deploy Commands:", ScaleCommand.Scale, ScaleCommand.Autoscale),
        .. In("Cluster Management Commands:", [.. ClusterCommands.Certificate, .. ClusterCommands.Info, TopCommand.Top, TopCommand.Nodes, TopCommand.Pods, NodeCommands.Cordon, NodeCommands.Uncordon, DrainCommand.Drain, TaintCommand.Taint]),
        .. In("Troubleshooting and Debugging Commands:", DescribeCommand.Describe, LogsCommand.Logs, ExecCommand.Attach, ExecCommand.Exec, PortForwardCommand.PortForward, ProxyCommand.Proxy, CopyCommand.Copy, DebugCommand.Debug, EventsCommand.Events),
        .. In("Troubleshooting and Debugging Commands:", AuthCommand.All),
        .. In("Advanced Commands:", DiffCommand.Diff, ApplyCommand.Apply, ApplyCommand.EditLastApplied, ApplyCommand.SetLastApplied, ApplyCommand.ViewLastApplied, PatchCommand.Patch, CreateCommand.Replace, WaitCommand.Wait, DiffCommand.Kustomize),
        .. In("Other Commands:", ConfigCommand.All),
        .. In("Other Commands:", KubercCommand.All),
        .. In("Settings Commands:", LabelCommand.Label, LabelCommand.Annotate, CompletionCommand.Completion),
        .. In("Other Commands:", ApiResourcesCommand.ApiResources, ApiResourcesCommand.ApiVersions, ClusterCommands.Alpha, VersionCommand.Version, VersionCommand.Options),
        .. In("Other Commands:", ClusterCommands.Plugin),
        .. In(Own, OwnCommands.Tree, WhyCommand.Why, OwnCommands.NeatCommand, UndoCommand.Undo, ConvertCommand.Convert),
    ];

    private static IEnumerable<Command> In(string section, params IEnumerable<Command> commands) => commands.Select(c => c with { Section = c.Path.Contains(' ', StringComparison.Ordinal) ? "" : section });
}
