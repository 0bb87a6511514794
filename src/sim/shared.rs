//! What stages share: people of a team, and places under a common limit.

use super::fact::Sink;
use super::simulation::Simulation;
use super::state::Condition;
use crate::value_stream::ValueStream;

/// The teams and the groups of a run.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared {
    /// The team of each stage; `u16::MAX`: none.
    team_of_stage: Vec<u16>,
    teams: Vec<Team>,
    groups: Vec<Group>,
}

#[derive(Debug, Clone)]
struct Team {
    workers: u32,
    busy: u32,
}

#[derive(Debug, Clone)]
struct Group {
    limit: u32,
    inside: u32,
    /// For each stage whether it belongs to the group.
    members: Vec<bool>,
}

impl Shared {
    pub(super) fn of(stream: &ValueStream) -> Shared {
        let team = |id: &str| stream.teams.iter().position(|team| team.id == id);
        let teams = stream.teams.iter();
        let groups = stream.limits.iter().map(|limit| Group {
            limit: limit.limit,
            inside: 0,
            members: stream.stages.iter().map(|stage| limit.stages.contains(&stage.id)).collect(),
        });
        Shared {
            team_of_stage: stream
                .stages
                .iter()
                .map(|stage| team(&stage.team).map_or(u16::MAX, |team| team as u16))
                .collect(),
            teams: teams.map(|team| Team { workers: u32::from(team.workers), busy: 0 }).collect(),
            groups: groups.collect(),
        }
    }

    /// The team whose people work at a stage.
    pub(super) fn team_of(&self, stage: u16) -> Option<usize> {
        let team = self.team_of_stage.get(usize::from(stage)).copied()?;
        (team != u16::MAX).then_some(usize::from(team))
    }

    /// The most people who can be at a stage because of its team.
    pub(super) fn most_people(&self, stage: usize) -> u32 {
        self.team_of(stage as u16).map_or(u32::MAX, |team| self.teams[team].workers)
    }

    /// Whether the groups of a stage have room for an item that is inside another one, or comes from outside.
    fn has_room(&self, stage: u16, from: Option<u16>) -> bool {
        self.groups.iter().all(|group| {
            let is_member = |stage: u16| group.members[usize::from(stage)];
            !is_member(stage) || group.inside < group.limit || from.is_some_and(is_member)
        })
    }
}

impl Simulation {
    /// Whether somebody can start work at a stage.
    pub(super) fn has_free_worker(&self, stage: u16) -> bool {
        self.stages[usize::from(stage)].has_free_worker()
            && self.shared.team_of(stage).is_none_or(|team| {
                let team = &self.shared.teams[team];
                team.busy < team.workers
            })
    }

    /// Whether a stage with rules lets one more in, as far as its own limit goes.
    pub(super) fn has_own_room(&self, stage: u16) -> bool {
        let state = &self.stages[usize::from(stage)];
        state.inside < state.limit && (!state.pulled || self.has_taker(stage))
    }

    /// Somebody from the team goes to a stage.
    pub(super) fn lend(&mut self, stage: u16, facts: &mut impl Sink) {
        if let Some(team) = self.shared.team_of(stage) {
            self.shared.teams[team].busy += 1;
            self.staff(stage, false, facts);
        }
    }

    /// Somebody who came from a team goes back to it: help is there for any of its stages.
    pub(super) fn give_back(&mut self, stage: u16, facts: &mut impl Sink) {
        let Some(team) = self.shared.team_of(stage) else { return };
        self.shared.teams[team].busy -= 1;
        self.staff(stage, false, facts);
        for stage in 0..self.stages.len() as u16 {
            if self.shared.team_of(stage) == Some(team) {
                self.agitated.mark(stage);
            }
        }
    }

    /// An item is inside one of the stages of a group.
    #[cold]
    pub(super) fn enter_groups(&mut self, stage: u16) {
        for group in &mut self.shared.groups {
            group.inside += u32::from(group.members[usize::from(stage)]);
        }
    }

    /// An item is inside no more: any stage of its groups may have room.
    #[cold]
    pub(super) fn leave_groups(&mut self, stage: u16) {
        for group in &mut self.shared.groups {
            if group.members[usize::from(stage)] {
                group.inside -= 1;
                for (member, _) in group.members.iter().enumerate().filter(|(_, is)| **is) {
                    self.agitated.mark(member as u16);
                }
            }
        }
    }

    /// The oldest wish that the stage's groups, if it is in any, have room for; moved to the head of the wishes if it is
    /// one of them.
    pub(super) fn oldest_wish_in_groups(
        &mut self,
        stage: u16,
        has_room: bool,
    ) -> Option<(u32, Option<u16>)> {
        let at = usize::from(stage);
        let may_come_in = self.shared.has_room(stage, None);
        if !may_come_in && has_room {
            // Only what is inside the group can move on within it.
            let inside = |item: &u32| {
                let item = &self.items[*item as usize];
                item.condition == Condition::Finished
                    && self.shared.has_room(stage, Some(item.stage))
            };
            let wishes = self.stages[at].wishes.in_order(&self.items);
            let item = wishes.into_iter().find(inside)?;
            self.stages[at].wishes.bring_first(&mut self.items, item);
            return Some((item, None));
        }
        self.oldest_wish(stage, has_room && may_come_in)
    }
}
