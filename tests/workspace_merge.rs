//! Two people's workspaces made one: nothing is lost, and nothing is decided silently.

use std::collections::BTreeSet;

use handoff::{
    agreement::{Agreement, Ledger, Team},
    import::FileMapping,
    share::WORKSPACE,
    team::{
        Snapshot, View, Views, Workspace,
        workspace::{Choice, Conflict, Merged, Part, Summary, WorkspaceFile, merge, resolve},
    },
    time::Day,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn reviewed_in(months: u8) -> Agreement {
    Agreement { review_months: months, ..Agreement::default() }
}

fn with_versions(months: &[u8]) -> Workspace {
    let mut ledger = Ledger::default();
    for months in months {
        ledger.save(&reviewed_in(*months), Day(20_000), "Nadia", "").unwrap();
    }
    Workspace { ledger, ..Workspace::default() }
}

fn view(id: u64, name: &str, opening: bool) -> View {
    View { id, name: name.into(), address: format!("#/{name}"), opening }
}

fn with_views(views: &[&View]) -> Workspace {
    Workspace { views: Views { views: views.iter().copied().cloned().collect() }, ..Workspace::default() }
}

fn mapping(shape: &str, is_used: bool) -> FileMapping {
    let csv = format!("{shape},Email\n1,a@b.c\n");
    let mut mapping = handoff::import::sniff("leads.csv", csv.len() as u64, csv.as_bytes(), &[]).unwrap().mapping;
    if !is_used {
        mapping.columns[0].field = None;
    }
    mapping
}

fn file(name: &str, shape: &str, hash: &str) -> WorkspaceFile {
    WorkspaceFile { name: name.into(), mapping: mapping(shape, true), size_bytes: 1, hash: hash.into(), bytes: "AA==".into() }
}

fn with_files(files: &[&WorkspaceFile]) -> Workspace {
    Workspace { files: files.iter().copied().cloned().collect(), ..Workspace::default() }
}

/// The parts that conflict, and how many things only mine, only theirs and both have.
fn check(story: &str, mine: &Workspace, theirs: &Workspace, conflicts: &[Part], tally: [u32; 3]) -> Merged {
    let merged = merge(mine, theirs);
    assert_eq!(merged.conflicts.iter().map(|conflict| conflict.part).collect::<Vec<_>>(), conflicts, "{story}");
    let sum = |of: fn(&handoff::team::workspace::Tally) -> u32| merged.tallies.iter().map(of).sum::<u32>();
    assert_eq!([sum(|tally| tally.mine), sum(|tally| tally.theirs), sum(|tally| tally.equal)], tally, "{story}");
    merged
}

#[test]
fn agreements() {
    let of = |agreement: Agreement| Workspace { agreement, ..Workspace::default() };
    let (none, three, six) = (Workspace::default(), of(reviewed_in(4)), of(reviewed_in(6)));
    check("the same", &six, &six, &[], [0, 0, 1]);
    assert_eq!(check("mine alone", &six, &none, &[], [1, 0, 0]).workspace, six);
    assert_eq!(check("theirs alone", &none, &six, &[], [0, 1, 0]).workspace, six);
    let merged = check("two", &three, &six, &[Part::Agreement], [0, 0, 0]);
    assert_eq!(merged.workspace, three);
    assert!(matches!(&merged.conflicts[0].theirs, Summary::Agreement { hash, .. } if *hash == six.agreement.hash()));
    assert_eq!(resolve(&three, &six, &[Choice::Theirs]), six);
    assert_eq!(resolve(&three, &six, &[Choice::Both]), three, "two agreements cannot both be in force");
}

#[test]
fn chains_of_versions() {
    let months =
        |workspace: &Workspace| workspace.ledger.versions.iter().map(|version| version.agreement.review_months).collect::<Vec<_>>();
    let (base, longer, fork) = (with_versions(&[1, 2]), with_versions(&[1, 2, 3]), with_versions(&[1, 2, 4, 5]));
    assert_eq!(months(&check("theirs went on", &base, &longer, &[], [0, 1, 2]).workspace), [1, 2, 3]);
    assert_eq!(months(&check("mine went on", &longer, &base, &[], [1, 0, 2]).workspace), [1, 2, 3]);
    let merged = check("a fork", &longer, &fork, &[Part::Versions], [0, 0, 2]);
    assert_eq!(months(&merged.workspace), [1, 2, 3]);
    assert!(merged.conflicts[0].can_be_both);
    assert_eq!(months(&resolve(&longer, &fork, &[Choice::Theirs])), [1, 2, 4, 5]);
    assert_eq!(months(&resolve(&longer, &fork, &[Choice::Both])), [1, 2, 3, 4, 5]);

    let signed = |team: Team, name: &str| {
        let mut workspace = with_versions(&[1]);
        workspace.ledger.sign(team, name, Day(20_001)).unwrap();
        workspace
    };
    let both = check("each side signed its copy", &signed(Team::Marketing, "Lena"), &signed(Team::Sales, "Sam"), &[], [0, 0, 0]);
    assert!(both.workspace.ledger.versions[0].is_signed());
    let (sam, kim) = (signed(Team::Sales, "Sam"), signed(Team::Sales, "Kim"));
    check("two signed for one side", &sam, &kim, &[Part::Versions], [0, 0, 0]);
    assert_eq!(resolve(&sam, &kim, &[Choice::Theirs]).ledger, kim.ledger);
}

#[test]
fn views_and_the_one_that_opens() {
    let (monday, reps) = (view(1, "monday", true), view(2, "reps", true));
    check("the same", &with_views(&[&monday]), &with_views(&[&monday]), &[], [0, 0, 1]);
    let closed = view(2, "reps", false);
    assert_eq!(
        check("one each", &with_views(&[&monday]), &with_views(&[&closed]), &[], [1, 1, 0]).workspace,
        with_views(&[&monday, &closed])
    );
    let (mine, theirs) = (with_views(&[&monday]), with_views(&[&reps]));
    check("two that open", &mine, &theirs, &[Part::OpeningView], [1, 1, 0]);
    assert_eq!(resolve(&mine, &theirs, &[Choice::Theirs]), with_views(&[&View { opening: false, ..monday.clone() }, &reps]));
    let renamed = with_views(&[&View { name: "Monday".into(), ..monday }]);
    check("a name was changed", &mine, &renamed, &[Part::View], [0, 0, 0]);
    assert_eq!(resolve(&mine, &renamed, &[Choice::Theirs]), renamed);
}

#[test]
fn mappings_by_shape() {
    let of = |mappings: &[&FileMapping]| Workspace { mappings: mappings.iter().copied().cloned().collect(), ..Workspace::default() };
    let (id, other, unused) = (mapping("Lead ID", true), mapping("Contact", true), mapping("Lead ID", false));
    check("one each", &of(&[&id]), &of(&[&other]), &[], [1, 1, 0]);
    let merged = check("matched differently", &of(&[&id]), &of(&[&unused]), &[Part::Mapping], [0, 0, 0]);
    assert_eq!(merged.conflicts[0].theirs, Summary::Columns { used: 1, of: 2 });
    assert_eq!(resolve(&of(&[&id]), &of(&[&unused]), &[Choice::Theirs]), of(&[&unused]));
}

#[test]
fn files_by_content() {
    let (one, two, again) = (file("leads.csv", "Lead ID", "a"), file("deals.csv", "Deal ID", "b"), file("leads.csv", "Lead ID", "c"));
    check("one each", &with_files(&[&one]), &with_files(&[&two]), &[], [1, 1, 0]);
    check("a backup without files takes none away", &with_files(&[&one]), &Workspace::default(), &[], [1, 0, 0]);
    let named = with_files(&[&one.named()]);
    assert_eq!(check("the bytes are with one of them", &named, &with_files(&[&one]), &[], [0, 0, 1]).workspace, with_files(&[&one]));
    let (mine, theirs) = (with_files(&[&one]), with_files(&[&again]));
    check("the export of another day", &mine, &theirs, &[Part::File], [0, 0, 0]);
    assert_eq!(resolve(&mine, &theirs, &[Choice::Both]), with_files(&[&one, &again]));
    assert_eq!(resolve(&mine, &theirs, &[Choice::Theirs]), with_files(&[&again]));
    check("both days are there", &with_files(&[&one, &again]), &with_files(&[&again, &one]), &[], [0, 0, 2]);
    let renamed = WorkspaceFile { name: "March.csv".into(), ..one.clone() };
    let merged = check("another name for the same", &mine, &with_files(&[&renamed]), &[Part::File], [0, 0, 0]);
    assert!(!merged.conflicts[0].can_be_both);
}

#[test]
fn settings_are_told_too() {
    let of = |settings: &str| Workspace { settings: settings.into(), ..Workspace::default() };
    check("the same", &of("2 en dark"), &of("2 en dark"), &[], [0, 0, 0]);
    check("theirs alone", &of(""), &of("2 en dark"), &[], [0, 0, 0]);
    check("two", &of("2 fa light"), &of("2 en dark"), &[Part::Settings], [0, 0, 0]);
    assert_eq!(resolve(&of("2 fa light"), &of("2 en dark"), &[Choice::Theirs]).settings, "2 en dark");
}

#[test]
fn a_workspace_is_a_document() {
    let workspace = Workspace { files: vec![file("leads.csv", "Lead ID", "a")], ..with_views(&[&view(u64::MAX, "reps", true)]) };
    assert_eq!(WORKSPACE.open::<Workspace>(&WORKSPACE.seal(0, &workspace)), Ok(workspace));
    assert_eq!(
        WORKSPACE.open::<Workspace>(&WORKSPACE.seal(0, &serde_json::json!({}))),
        Ok(Workspace::default()),
        "what a later version adds has a default"
    );
}

fn anything() -> impl Strategy<Value = Workspace> {
    let views = vec((0_u64..6, select(vec!["a", "b"])), 0..5).prop_map(|all| {
        let mut views: Vec<View> = Vec::new();
        for (id, name) in all {
            if views.iter().all(|view| view.id != id) {
                views.push(view(id, name, false));
            }
        }
        views
    });
    let snapshots = vec((0_u64..6, 0_i64..3), 0..4).prop_map(|all| {
        let mut snapshots: Vec<Snapshot> = Vec::new();
        for (id, made_at) in all {
            if snapshots.iter().all(|snapshot| snapshot.id != id) {
                snapshots.push(Snapshot { id, made_at, ..Snapshot::default() });
            }
        }
        snapshots
    });
    let files = vec((select(vec!["a", "b", "c", "d"]), select(vec!["leads.csv", "more.csv"])), 0..4).prop_map(|all| {
        let mut files: Vec<WorkspaceFile> = Vec::new();
        for (hash, name) in all {
            if files.iter().all(|file| file.hash != hash) {
                files.push(file(name, "Lead ID", hash));
            }
        }
        files
    });
    let mappings = (any::<bool>(), option::of(any::<bool>()), option::of(any::<bool>())).prop_map(|(_, one, two)| {
        let of = |shape, is_used: Option<bool>| is_used.map(|is_used| mapping(shape, is_used));
        [of("Lead ID", one), of("Contact", two)].into_iter().flatten().collect::<Vec<_>>()
    });
    // Not 3: the agreement a board begins with is none.
    let rest = (4_u8..8, vec(1_u8..4, 0..4), option::of(0_usize..5), select(vec!["", "2 en dark", "2 fa light"]));
    (views, snapshots, files, mappings, rest).prop_map(|(views, snapshots, files, mappings, (months, mut versions, opening, settings))| {
        versions.dedup();
        let mut workspace =
            Workspace { agreement: reviewed_in(months), mappings, settings: settings.into(), files, ..with_versions(&versions) };
        workspace.views.views = views;
        let opening = opening.and_then(|index| workspace.views.views.get(index)).map(|view| view.id);
        workspace.views.set_opening(opening);
        workspace.snapshots.snapshots = snapshots;
        workspace
    })
}

/// Everything that has a name of its own, with all it says.
fn things(workspace: &Workspace) -> BTreeSet<String> {
    let Workspace { agreement, ledger, mappings, views, snapshots, settings, files, .. } = workspace;
    let versions = ledger.versions.iter().map(|version| format!("version {}", version.agreement.hash()));
    let files = files.iter().map(|file| format!("file {} {}", file.hash, file.name));
    let opening = views.opening().map(|view| format!("opening {}", view.id));
    let views = views.views.iter().map(|view| format!("view {} {} {}", view.id, view.name, view.address));
    let mappings = mappings.iter().map(|mapping| format!("mapping {mapping:?}"));
    let snapshots = snapshots.snapshots.iter().map(|snapshot| format!("snapshot {} {}", snapshot.id, snapshot.made_at));
    let settings = (!settings.is_empty()).then(|| format!("settings {settings}"));
    let whole = [Some(format!("agreement {}", agreement.hash())), settings, opening].into_iter().flatten();
    versions.chain(files).chain(views).chain(mappings).chain(snapshots).chain(whole).collect()
}

/// The id of every thing that has one.
fn ids(workspace: &Workspace) -> BTreeSet<String> {
    let views = workspace.views.views.iter().map(|view| format!("view {}", view.id));
    let snapshots = workspace.snapshots.snapshots.iter().map(|snapshot| format!("snapshot {}", snapshot.id));
    let mappings = workspace.mappings.iter().map(|mapping| format!("mapping {}", mapping.shape()));
    views.chain(snapshots).chain(mappings).collect()
}

/// A conflict seen from the other side, without the key, which is mine's.
fn turned(conflict: &Conflict) -> String {
    format!("{:?} {:?} {:?} {}", conflict.part, conflict.theirs, conflict.mine, conflict.can_be_both)
}

fn straight(conflict: &Conflict) -> String {
    format!("{:?} {:?} {:?} {}", conflict.part, conflict.mine, conflict.theirs, conflict.can_be_both)
}

proptest! {
    #[test]
    fn one_with_itself_is_itself(one in anything()) {
        let merged = merge(&one, &one);
        prop_assert_eq!(merged.conflicts, vec![]);
        prop_assert_eq!(merged.workspace, one);
    }

    #[test]
    fn nothing_is_lost(mine in anything(), theirs in anything()) {
        let merged = merge(&mine, &theirs);
        let kept = ids(&merged.workspace);
        prop_assert!(ids(&mine).is_subset(&kept) && ids(&theirs).is_subset(&kept));
        // Whatever is chosen: what neither choice leaves in was never there.
        let choices = |choice| vec![choice; merged.conflicts.len()];
        let [ours, others] = [Choice::Mine, Choice::Theirs].map(|choice| things(&resolve(&mine, &theirs, &choices(choice))));
        let known: BTreeSet<String> = ours.union(&others).cloned().collect();
        let missing = |side: &Workspace| things(side).difference(&known).cloned().collect::<Vec<_>>();
        prop_assert_eq!((missing(&mine), missing(&theirs)), (vec![], vec![]));
        prop_assert_eq!(resolve(&mine, &theirs, &choices(Choice::Mine)), merged.workspace.clone());
        if merged.conflicts.is_empty() {
            let all: BTreeSet<String> = ids(&mine).union(&ids(&theirs)).cloned().collect();
            prop_assert_eq!(kept, all);
        }
    }

    #[test]
    fn the_other_way_round_is_the_same_but_for_the_choices(mine in anything(), theirs in anything()) {
        let (there, back) = (merge(&mine, &theirs), merge(&theirs, &mine));
        let mut seen: [Vec<String>; 2] = [there.conflicts.iter().map(straight).collect(), back.conflicts.iter().map(turned).collect()];
        // Files are met in the order of the side that asks.
        seen[0].sort();
        seen[1].sort();
        prop_assert_eq!(&seen[0], &seen[1]);
        let theirs_chosen = resolve(&mine, &theirs, &vec![Choice::Theirs; there.conflicts.len()]);
        prop_assert_eq!(things(&theirs_chosen), things(&back.workspace));
    }
}
