using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Controllers.Deployments;
using KubeSharp.Controllers.EndpointSlices;
using KubeSharp.Controllers.Jobs;
using KubeSharp.Controllers.Nodes;
using KubeSharp.Controllers.Replication;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Controllers.TaintEviction;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Controllers.Tests;

public sealed class PlannerTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ApiMap<string> _labels = ApiMap.Of(("app", "web"));
    private static readonly PodTemplateSpec _template = new() { Metadata = new ObjectMeta { Labels = _labels }, Spec = new PodSpec { Containers = [new Container { Name = "c", Image = "i:1" }] } };

    [Fact]
    public void A_replica_set_makes_the_pods_that_are_missing()
    {
        var plan = ReplicaSetController.PlanFor(Set(3), [Pod("a", Set(3))], _now);
        Assert.Equal(2, plan.Actions.OfType<CreateAction<Pod>>().Count());
        Assert.All(plan.Actions.OfType<CreateAction<Pod>>(), static c => Assert.Equal("web-", c.Value.Metadata.GenerateName));
    }

    [Fact]
    public void A_replica_set_deletes_first_the_pod_that_matters_least()
    {
        var set = Set(1);
        var ready = Pod("ready", set) is var p ? p with { Spec = p.Spec with { NodeName = "n" }, Status = new PodStatus { Phase = "Running", Conditions = [new PodCondition { Type = "Ready", Status = "True" }] } } : p;
        var plan = ReplicaSetController.PlanFor(set, [ready, Pod("pending", set)], _now);
        Assert.Equal("pending", Assert.Single(plan.Actions.OfType<DeleteAction<Pod>>()).Value.Metadata.Name);
    }

    [Fact]
    public void A_replica_set_adopts_orphans_and_lets_go_of_strangers()
    {
        var set = Set(2);
        var orphan = Pod("orphan", null);
        var stranger = Pod("stranger", set) is var p ? p with { Metadata = p.Metadata with { Labels = ApiMap<string>.Empty } } : p;
        var plan = ReplicaSetController.PlanFor(set, [orphan, stranger], _now);
        Assert.Equal(["orphan", "stranger"], plan.Actions.OfType<PatchAction<Pod>>().Select(static a => a.Name).Order());
        Assert.Single(plan.Actions.OfType<CreateAction<Pod>>());
    }

    [Fact]
    public void Finished_pods_do_not_count()
    {
        var set = Set(1);
        var done = Pod("done", set) with { Status = new PodStatus { Phase = "Failed" } };
        Assert.Single(ReplicaSetController.PlanFor(set, [done], _now).Actions.OfType<CreateAction<Pod>>());
    }

    [Fact]
    public void A_new_deployment_makes_one_replica_set_of_all_its_replicas()
    {
        var plan = DeploymentPlanner.PlanFor(new DeploymentObservation(Deployment(3), [], ImmutableDictionary<string, int>.Empty), _now);
        var made = Assert.IsType<CreateAction<ReplicaSet>>(Assert.Single(plan.Actions.OfType<CreateAction<ReplicaSet>>())).Value;
        Assert.Equal((3, "1"), (made.Spec.Replicas, made.Metadata.Annotations["deployment.kubernetes.io/revision"]));
        Assert.Equal($"web-{made.Metadata.Labels["pod-template-hash"]}", made.Metadata.Name);
    }

    [Fact]
    public void A_rolling_update_keeps_enough_pods_and_ends()
    {
        // Simulates the world: pods become available at once when a set has them.
        var deployment = Deployment(4);
        var sets = Run(deployment, []);
        deployment = deployment with { Spec = deployment.Spec with { Template = _template with { Spec = _template.Spec! with { Containers = [new Container { Name = "c", Image = "i:2" }] } } } };
        sets = Run(deployment, sets);
        Assert.Equal([0, 4], sets.Select(static s => s.Spec.Replicas ?? 0).Order());
        Assert.Equal("2", sets.Single(static s => s.Spec.Replicas == 4).Metadata.Annotations["deployment.kubernetes.io/revision"]);
    }

    [Fact]
    public void Recreate_waits_for_the_old_pods_to_be_gone()
    {
        var deployment = Deployment(2) is var d ? d with { Spec = d.Spec with { Strategy = new DeploymentStrategy { Type = "Recreate" } } } : d;
        var old = Run(deployment, [])[0];
        deployment = deployment with { Spec = deployment.Spec with { Template = _template with { Spec = _template.Spec! with { Containers = [new Container { Name = "c", Image = "i:2" }] } } } };
        var plan = DeploymentPlanner.PlanFor(new DeploymentObservation(deployment, [old], ImmutableDictionary<string, int>.Empty.Add(old.Metadata.Uid!, 2)), _now);
        Assert.Equal(0, Assert.Single(plan.Actions.OfType<CreateAction<ReplicaSet>>()).Value.Spec.Replicas);
    }

    [Fact]
    public void A_job_counts_a_pod_once_and_completes()
    {
        var (job, pods) = (Job(2), ImmutableArray<Pod>.Empty);
        for (var step = 0; step < 20 && !JobPlanner.IsFinished(job); step++)
        {
            // Twice on the same view of the world: a lagging cache must not count anybody again.
            var plan = JobPlanner.PlanFor(job, pods, _now);
            if (plan.Actions.OfType<UpdateAction<Job>>().FirstOrDefault() is { } update)
            {
                job = update.Value;
                var again = JobPlanner.PlanFor(job, pods, _now).Actions.OfType<UpdateAction<Job>>().FirstOrDefault()?.Value ?? job;
                Assert.Equal((job.Status.Succeeded, job.Status.UncountedTerminatedPods), (again.Status.Succeeded, again.Status.UncountedTerminatedPods));
            }
            var released = plan.Actions.OfType<PatchAction<Pod>>().Select(static p => p.Name).ToHashSet();
            pods = [.. pods.Select(p => released.Contains(p.Metadata.Name!) ? p with { Metadata = p.Metadata with { Finalizers = [] } } : p), .. plan.Actions.OfType<CreateAction<Pod>>().Select((_, i) => JobPod($"{step}-{i}", job, "Succeeded"))];
        }
        Assert.Equal((2, 2, _now), (pods.Length, job.Status.Succeeded, job.Status.CompletionTime));
    }

    [Fact]
    public void A_job_that_fails_too_often_fails()
    {
        var job = Job(1) is var j ? j with { Spec = j.Spec with { BackoffLimit = 0 } } : j;
        var pod = JobPod("a", job, "Failed");
        job = Assert.Single(JobPlanner.PlanFor(job, [pod], _now).Actions.OfType<UpdateAction<Job>>()).Value;
        job = Assert.Single(JobPlanner.PlanFor(job, [pod with { Metadata = pod.Metadata with { Finalizers = [] } }], _now).Actions.OfType<UpdateAction<Job>>()).Value;
        Assert.Equal((1, "BackoffLimitExceeded"), (job.Status.Failed, job.Status.Conditions.Single(static c => c.Type == "Failed").Reason));
    }

    [Fact]
    public void An_indexed_job_gives_each_index_to_one_pod()
    {
        var job = Job(3) is var j ? j with { Spec = j.Spec with { CompletionMode = "Indexed", Parallelism = 3 } } : j;
        var made = JobPlanner.PlanFor(job, [], _now).Actions.OfType<CreateAction<Pod>>().Select(static c => c.Value.Metadata.Annotations["batch.kubernetes.io/job-completion-index"]);
        Assert.Equal(["0", "1", "2"], made);
    }

    [Fact]
    public void Endpoints_follow_readiness_and_named_ports()
    {
        var service = new Service { Metadata = new ObjectMeta { Name = "web", Namespace = "default" }, Spec = new ServiceSpec { Selector = _labels, Ports = [new ServicePort { Name = "http", Port = 80, TargetPort = "web" }] } };
        var pod = Pod("a", null) is var p ? p with { Spec = new PodSpec { NodeName = "n", Containers = [new Container { Name = "c", Ports = [new ContainerPort { Name = "web", ContainerPortValue = 8080 }] }] }, Status = new PodStatus { PodIP = "10.244.0.5", Conditions = [new PodCondition { Type = "Ready", Status = "True" }] } } : p;
        var made = Assert.IsType<CreateAction<Api.Discovery.V1.EndpointSlice>>(Assert.Single(SlicePlanner.PlanFor(service, [pod], [], static _ => null).Actions)).Value;
        Assert.Equal((8080, true), (made.Ports[0].Port, made.Endpoints[0].Conditions!.Ready));
        var kept = SlicePlanner.PlanFor(service, [pod], [made with { Metadata = made.Metadata with { Name = "web-1" } }], static _ => null);
        Assert.Empty(kept.Actions);
    }

    [Fact]
    public void Nodes_get_ranges_of_their_own()
    {
        var nodes = new[] { new Node { Metadata = new ObjectMeta { Name = "a" }, Spec = new NodeSpec { PodCIDR = "10.244.0.0/24" } }, new Node { Metadata = new ObjectMeta { Name = "b" } } };
        var patch = Assert.IsType<PatchAction<Node>>(Assert.Single(NodeIpamController.PlanFor(nodes, System.Net.IPNetwork.Parse("10.244.0.0/16"), 24).Actions));
        Assert.Equal(("b", "10.244.1.0/24"), (patch.Name, patch.Patch.TextAt("spec", "podCIDR")));
    }

    [Fact]
    public void A_pod_leaves_a_tainted_node_when_its_toleration_ends()
    {
        ImmutableArray<Taint> taints = [new Taint { Key = "node.kubernetes.io/unreachable", Effect = "NoExecute" }];
        var pod = Pod("p", null) is var p ? p with { Spec = new PodSpec { Tolerations = [new Toleration { Key = "node.kubernetes.io/unreachable", Operator = "Exists", Effect = "NoExecute", TolerationSeconds = 300 }] } } : p;
        var waiting = TaintEvictionController.PlanFor(taints, [pod], static _ => _now, _now);
        Assert.Equal((0, TimeSpan.FromSeconds(300)), (waiting.Actions.Length, waiting.After));
        Assert.Single(TaintEvictionController.PlanFor(taints, [pod], static _ => _now, _now.AddSeconds(301)).Actions.OfType<DeleteAction<Pod>>());
        Assert.Single(TaintEvictionController.PlanFor(taints, [Pod("q", null)], static _ => _now, _now).Actions.OfType<DeleteAction<Pod>>());
    }

    [Fact]
    public void No_two_controllers_write_the_same_part()
    {
        var writes = ControllersRole.All(new ControllersOptions { RootAuthorityPem = "", SignCertificate = static (_, _, _) => "" }).SelectMany(static c => c.Writes.Select(w => (Part: w, c.Name))).GroupBy(static w => w.Part);
        Assert.All(writes, static w => Assert.Single(w));
    }

    // Carries out plans on a world without failures until nothing is left to do; checks the floor and the ceiling of pods on the way.
    private static ImmutableArray<ReplicaSet> Run(Deployment deployment, ImmutableArray<ReplicaSet> sets)
    {
        for (var step = 0; step < 50; step++)
        {
            var plan = DeploymentPlanner.PlanFor(new DeploymentObservation(deployment, sets, ImmutableDictionary<string, int>.Empty), _now);
            var moved = false;
            foreach (var action in plan.Actions)
            {
                switch (action)
                {
                    case CreateAction<ReplicaSet> create: (sets, moved) = (sets.Add(Settle(create.Value with { Metadata = create.Value.Metadata with { Uid = create.Value.Metadata.Name, CreationTimestamp = _now.AddSeconds(sets.Length) } })), true); break;
                    case UpdateAction<ReplicaSet> update: (sets, moved) = (sets.Replace(sets.Single(s => s.Metadata.Uid == update.Value.Metadata.Uid), Settle(update.Value)), true); break;
                    case UpdateAction<Deployment> change: (deployment, moved) = (change.Value, true); break;
                }
            }
            Assert.InRange(sets.Sum(static s => s.Spec.Replicas ?? 0), sets.Length > 1 ? 3 : 0, 5);
            if (!moved) { return sets; }
        }
        throw new InvalidOperationException("the rollout does not end");
    }

    private static ReplicaSet Settle(ReplicaSet set) => set with { Status = new ReplicaSetStatus { Replicas = set.Spec.Replicas ?? 0, ReadyReplicas = set.Spec.Replicas, AvailableReplicas = set.Spec.Replicas } };

    private static ReplicaSet Set(int replicas) => new()
    {
        Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "set" },
        Spec = new ReplicaSetSpec { Replicas = replicas, Selector = new LabelSelector { MatchLabels = _labels }, Template = _template },
    };

    private static Deployment Deployment(int replicas) => new()
    {
        Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "deployment", Generation = 1 },
        Spec = new DeploymentSpec { Replicas = replicas, Selector = new LabelSelector { MatchLabels = _labels }, Template = _template, ProgressDeadlineSeconds = 600 },
    };

    private static Job Job(int completions) => new()
    {
        Metadata = new ObjectMeta { Name = "work", Namespace = "default", Uid = "job" },
        Spec = new JobSpec { Completions = completions, Parallelism = 1, BackoffLimit = 6, Template = _template },
    };

    private static Pod JobPod(string name, Job job, string phase) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = name, Finalizers = ["batch.kubernetes.io/job-tracking"], OwnerReferences = [job.ControllerReference()] },
        Status = new PodStatus { Phase = phase },
    };

    private static Pod Pod(string name, IApiObject? owner) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = name, Labels = _labels, OwnerReferences = owner is null ? [] : [owner.ControllerReference()] },
    };
}
