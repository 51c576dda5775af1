using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Api;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Controllers.Jobs;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.CronJobs;

/// <summary>Decides whether a job is started now, which run, and which old ones go. Pure. Source: CronJob.</summary>
public static class CronJobPlanner
{
    private const string ScheduledAt = "batch.kubernetes.io/cronjob-scheduled-timestamp";
    private const int MissedMax = 100;
    // The clock may be a little behind the timer.
    private static readonly TimeSpan _slack = TimeSpan.FromMilliseconds(100);

    /// <summary>Decides for a cron job and the jobs it controls.</summary>
    public static Plan PlanFor(CronJob cronJob, ImmutableArray<Job> jobs, DateTimeOffset now)
    {
        var actions = ImmutableArray.CreateBuilder<PlanAction>();
        actions.AddRange(Surplus(cronJob, jobs, "Complete", cronJob.Spec.SuccessfulJobsHistoryLimit ?? 3));
        actions.AddRange(Surplus(cronJob, jobs, "Failed", cronJob.Spec.FailedJobsHistoryLimit ?? 1));
        var status = Seen(cronJob, jobs, actions);
        TimeSpan? after = null;
        if (cronJob.Metadata.DeletionTimestamp is null) { (status, after) = Run(cronJob, jobs, status, now, actions); }
        if (!status.Equals(cronJob.Status)) { actions.Add(new UpdateAction<CronJob>(cronJob with { Status = status }, IsStatus: true)); }
        return new Plan(actions.ToImmutable()) { After = after };
    }

    // What has become of the jobs.
    private static CronJobStatus Seen(CronJob cronJob, ImmutableArray<Job> jobs, ImmutableArray<PlanAction>.Builder actions)
    {
        var running = jobs.Where(static j => !JobPlanner.IsFinished(j)).OrderBy(static j => j.Metadata.CreationTimestamp).ThenBy(static j => j.Metadata.Name, StringComparer.Ordinal).ToArray();
        foreach (var known in cronJob.Status.Active)
        {
            var job = jobs.FirstOrDefault(j => j.Metadata.Uid == known.Uid);
            if (job is null) { actions.Add(new EventAction(cronJob, "Normal", "MissingJob", $"Active job went missing: {known.Name}")); }
            else if (JobPlanner.IsFinished(job))
            {
                actions.Add(new EventAction(cronJob, "Normal", "SawCompletedJob", $"Saw completed job: {known.Name}, condition: {job.Status.Conditions.First(static c => c.Type is "Complete" or "Failed" && c.Status == "True").Type}"));
            }
        }
        var kept = cronJob.Status.Active.Where(a => Array.Exists(running, j => j.Metadata.Uid == a.Uid));
        var added = running.Where(j => !cronJob.Status.Active.Any(a => a.Uid == j.Metadata.Uid)).Select(static j => new ObjectReference
        {
            ApiVersion = j.ApiVersion,
            Kind = j.Kind,
            Namespace = j.Metadata.Namespace,
            Name = j.Metadata.Name,
            Uid = j.Metadata.Uid,
            ResourceVersion = j.Metadata.ResourceVersion,
        });
        var last = jobs.Where(static j => j.Status.Conditions.Any(static c => c.Type == "Complete" && c.Status == "True")).Select(static j => j.Status.CompletionTime).Append(cronJob.Status.LastSuccessfulTime).Max();
        return cronJob.Status with { Active = kept.Concat(added).ToApiList(), LastSuccessfulTime = last };
    }

    private static (CronJobStatus Status, TimeSpan? After) Run(CronJob cronJob, ImmutableArray<Job> jobs, CronJobStatus status, DateTimeOffset now, ImmutableArray<PlanAction>.Builder actions)
    {
        if (cronJob.Spec.Suspend == true) { return (status, null); }
        if (Schedule(cronJob, actions) is not { } schedule) { return (status, null); }
        TimeSpan? next = schedule.Next(now) is { } coming ? coming - now + _slack : null;
        var earliest = cronJob.Status.LastScheduleTime ?? cronJob.Metadata.CreationTimestamp ?? now;
        if (cronJob.Spec.StartingDeadlineSeconds is { } deadline && now - TimeSpan.FromSeconds(deadline) is var limit && limit > earliest) { earliest = limit; }
        if (next is null)
        {
            // Compat: a time that never comes (31 February).
            actions.Add(new EventAction(cronJob, "Warning", "InvalidSchedule", $"invalid schedule: {cronJob.Spec.Schedule} : time difference between two schedules is less than 1 second"));
            return (status, null);
        }
        if (schedule.Last(earliest, now) is not { } due) { return (status, next); }
        if (due.Missed >= MissedMax)
        {
            actions.Add(new EventAction(cronJob, "Warning", "TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew"));
        }
        var name = $"{cronJob.Metadata.Name}-{(due.At.ToUnixTimeSeconds() / 60).ToString(CultureInfo.InvariantCulture)}";
        // It was started, only the status does not say so yet.
        if (jobs.Any(j => j.Metadata.Name == name)) { return (status with { LastScheduleTime = due.At }, next); }
        if (cronJob.Spec.ConcurrencyPolicy == "Forbid" && status.Active.Count > 0)
        {
            actions.Add(new EventAction(cronJob, "Normal", "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid"));
            return (status, next);
        }
        if (cronJob.Spec.ConcurrencyPolicy == "Replace")
        {
            foreach (var running in jobs.Where(static j => !JobPlanner.IsFinished(j) && j.Metadata.DeletionTimestamp is null))
            {
                actions.Add(new DeleteAction<Job>(running) { PropagationPolicy = "Background", Event = (cronJob, "SuccessfulDelete"), Message = $"Deleted job {running.Metadata.Name}" });
            }
            status = status with { Active = [] };
        }
        actions.Add(new CreateAction<Job>(JobOf(cronJob, name, due.At)) { Event = (cronJob, "SuccessfulCreate", "FailedCreate"), Message = $"Created job {name}" });
        return (status with { LastScheduleTime = due.At }, next);
    }

    private static CronSchedule? Schedule(CronJob cronJob, ImmutableArray<PlanAction>.Builder actions)
    {
        try { return CronSchedule.Parse(cronJob.Spec.Schedule, string.IsNullOrEmpty(cronJob.Spec.TimeZone) ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(cronJob.Spec.TimeZone)); }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            actions.Add(new EventAction(cronJob, "Warning", "UnknownTimeZone", $"invalid timeZone: \"{cronJob.Spec.TimeZone}\": {e.Message}"));
        }
        catch (FormatException e) { actions.Add(new EventAction(cronJob, "Warning", "UnparseableSchedule", $"unparseable schedule: \"{cronJob.Spec.Schedule}\" : {e.Message}")); }
        return null;
    }

    private static Job JobOf(CronJob cronJob, string name, DateTimeOffset scheduled)
    {
        var template = cronJob.Spec.JobTemplate;
        var zone = string.IsNullOrEmpty(cronJob.Spec.TimeZone) ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(cronJob.Spec.TimeZone);
        var at = TimeZoneInfo.ConvertTime(scheduled, zone);
        var text = at.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + (at.Offset == TimeSpan.Zero ? "Z" : at.ToString("zzz", CultureInfo.InvariantCulture));
        return new Job
        {
            Metadata = new ObjectMeta
            {
                Name = name,
                Namespace = cronJob.Metadata.Namespace,
                Labels = template.Metadata.Labels,
                Annotations = template.Metadata.Annotations.Set(ScheduledAt, text),
                OwnerReferences = [cronJob.ControllerReference()],
            },
            Spec = template.Spec,
        };
    }

    private static IEnumerable<PlanAction> Surplus(CronJob cronJob, ImmutableArray<Job> jobs, string condition, int limit)
    {
        var ended = jobs.Where(j => j.Status.Conditions.Any(c => c.Type == condition && c.Status == "True") && j.Metadata.DeletionTimestamp is null).OrderBy(static j => j.Status.StartTime).ThenBy(static j => j.Metadata.Name, StringComparer.Ordinal).ToArray();
        return ended.Take(Math.Max(0, ended.Length - limit)).Select(j => new DeleteAction<Job>(j) { PropagationPolicy = "Background", Event = (cronJob, "SuccessfulDelete"), Message = $"Deleted job {j.Metadata.Name}" });
    }
}
